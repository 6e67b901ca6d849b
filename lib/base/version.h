/* The version of tally; CMake reads it from here. */
#ifndef TALLY_BASE_VERSION_H
#define TALLY_BASE_VERSION_H

#define TALLY_VERSION "0.1.0"

#endif
