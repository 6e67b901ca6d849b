# How a part of tally is declared: tally_library(), tally_program(), tally_test(), tally_fuzzer().

add_library(tally_options INTERFACE)
target_compile_definitions(tally_options INTERFACE _GNU_SOURCE _FILE_OFFSET_BITS=64)
target_compile_options(tally_options INTERFACE
  -Wall -Wextra -Wshadow -Wpointer-arith -Wwrite-strings -Wvla -Wformat=2 -Werror=switch
  $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes -Wmissing-prototypes -Werror=implicit-function-declaration>
  -fno-strict-overflow -fno-delete-null-pointer-checks -fstack-protector-strong -fvisibility=hidden)
# Assertions stay on in every build: a broken promise stops the process, and the index is safe by design.
foreach(language C CXX)
  foreach(type RELEASE RELWITHDEBINFO MINSIZEREL)
    string(REPLACE "-DNDEBUG" "" CMAKE_${language}_FLAGS_${type} "${CMAKE_${language}_FLAGS_${type}}")
  endforeach()
endforeach()

set(TALLY_SANITIZE "" CACHE STRING "sanitizers to build with: address,undefined or thread")
option(TALLY_FUZZ "build the fuzz targets (needs clang)" OFF)
option(TALLY_COVERAGE "count executed lines" OFF)
option(TALLY_BENCH "build the drivers of ./dev bench (needs SQLite and Groonga)" OFF)
option(TALLY_WERROR "warnings stop the build" OFF)

if(TALLY_WERROR)
  target_compile_options(tally_options INTERFACE -Werror)
endif()
if(TALLY_SANITIZE)
  add_compile_options(-fsanitize=${TALLY_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${TALLY_SANITIZE})
  if(TALLY_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()
if(TALLY_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
if(TALLY_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()

# tally_library(NAME [DEPENDS LIB…]): one static library from the .c files of this folder. Headers are included as
# "folder/file.h" from the folder above. DEPENDS names all that it may use: an upward call fails to link.
function(tally_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.c)
  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES OUTPUT_NAME tally_${name} POSITION_INDEPENDENT_CODE ON)
  target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/..)
  target_link_libraries(${name} PRIVATE tally_options PUBLIC ${ARG_DEPENDS})
endfunction()

# tally_program(NAME SOURCES FILE… DEPENDS LIB…): an executable in build/PRESET/bin.
function(tally_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  target_link_libraries(${name} PRIVATE tally_options ${ARG_DEPENDS})
endfunction()

# What every test runs with. libxapian's checker deletes a table through its base class without telling its size, which
# AddressSanitizer alone minds; asan programs that tests start inherit it. Known leaks are listed in a file.
set(TALLY_TEST_ENVIRONMENT "TALLY_SOURCE_DIR=${PROJECT_SOURCE_DIR}" "TALLY_BINARY_DIR=${CMAKE_BINARY_DIR}"
  "ASAN_OPTIONS=new_delete_type_mismatch=0"
  "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/sanitizers/leaks.txt:print_suppressions=0")

# tally_tests(LIB…): every *_test.c of this folder becomes a cmocka program and a ctest entry "folder/file".
# TALLY_TEST_ENVIRONMENT is its environment.
function(tally_tests)
  get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  file(GLOB sources CONFIGURE_DEPENDS *_test.c)
  foreach(source ${sources})
    get_filename_component(base ${source} NAME_WE)
    set(target ${folder}_${base})
    add_executable(${target} ${source})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_link_libraries(${target} PRIVATE tally_options ${ARGN} cmocka m)
    add_test(NAME ${folder}/${base} COMMAND ${target})
    set_tests_properties(${folder}/${base} PROPERTIES ENVIRONMENT "${TALLY_TEST_ENVIRONMENT}")
  endforeach()
endfunction()

# tally_fuzzer(NAME LIB…): NAME.c with LLVMFuzzerTestOneInput. With TALLY_FUZZ a libFuzzer program; otherwise a
# program that replays the kept corpus tests/fuzz/corpus/NAME, run by ctest as "fuzz/NAME".
function(tally_fuzzer name)
  set(corpus ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
  if(TALLY_FUZZ)
    add_executable(fuzz_${name} ${name}.c)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(fuzz_${name} ${name}.c replay.c)
    add_test(NAME fuzz/${name} COMMAND fuzz_${name} ${corpus})
  endif()
  set_target_properties(fuzz_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
  target_link_libraries(fuzz_${name} PRIVATE tally_options ${ARGN} m)
endfunction()
