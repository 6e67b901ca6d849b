/* Options may stand anywhere before "--"; the first other argument is the verb. A word such as -Ceuta is no option. */
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define UTF8_BYTES_MAX 4 /* of one character */

static const struct verb verbs[] = {
#define VERB(name, arguments, summary, help) {#name, arguments, summary, help, verb_##name},
#include "verbs.def"
#undef VERB
};

#define HOST_DEFAULT "127.0.0.1"

#define VERBS       (sizeof verbs / sizeof *verbs)
#define LONG_OPTION 256 /* above all letters */

static const char options_help[] = "  -s, --socket SOCKET   the daemon's socket (default: $TALLY_SOCKET, else\n"
                                   "                        $XDG_RUNTIME_DIR/tally.sock, else /run/tally/tally.sock)\n"
                                   "  -p, --port PORT       connect over TCP, to this port …\n"
                                   "  -H, --host HOST       … of this host (default: 127.0.0.1)\n"
                                   "  -h, --help            this text; after a verb, what that verb does\n"
                                   "  -V, --version         the version\n";

enum option_index {
#define OPTION(name, letter, argument, verbs) OPTION_##name,
#include "options.def"
#undef OPTION
    OPTIONS
};

static const struct {
    const char *name;
    char letter;
    const char *verbs;
} options_known[OPTIONS] = {
#define OPTION(name, letter, argument, verbs) {#name, letter, verbs},
#include "options.def"
#undef OPTION
};

static const struct option names[] = {
#define OPTION(name, letter, argument, verbs) {#name, argument, NULL, LONG_OPTION + OPTION_##name},
#include "options.def"
#undef OPTION
    {NULL, 0, NULL, 0},
};

/* Of two forms of an answer one would be lost; and so would what a form has no place for. */
static const struct {
    enum option_index one, other;
    const char *verb; /* NULL: any */
} conflicts[] = {
    {OPTION_json, OPTION_jsonl, NULL},    {OPTION_json, OPTION_csv, NULL},        {OPTION_json, OPTION_ids, NULL},
    {OPTION_json, OPTION_all, NULL},      {OPTION_json, OPTION_count, "figures"}, {OPTION_jsonl, OPTION_csv, NULL},
    {OPTION_jsonl, OPTION_ids, NULL},     {OPTION_jsonl, OPTION_count, NULL},     {OPTION_jsonl, OPTION_facet, NULL},
    {OPTION_jsonl, OPTION_explain, NULL}, {OPTION_csv, OPTION_count, NULL},       {OPTION_ids, OPTION_count, NULL},
    {OPTION_ids, OPTION_facet, NULL},     {OPTION_all, OPTION_collapse, NULL},    {OPTION_all, OPTION_limit, NULL},
};

static enum options_verdict wrong(const char *message)
{
    fprintf(stderr, "tally: %s; try 'tally --help'\n", message);
    return OPTIONS_WRONG;
}

static void print_usage(FILE *file)
{
    fprintf(file, "usage: tally [-s SOCKET | [-H HOST] -p PORT] VERB …\n\n"
                  "Searches articles, and the figures in them, through a running tallyd.\n\n");
    for (size_t i = 0; i < VERBS; i++)
        fprintf(file, "  %-7s %-6s %s\n", verbs[i].name, verbs[i].arguments, verbs[i].summary);
    fprintf(file,
            "\n%s\ntally VERB --help says more. Examples:\n\n"
            "  tally search Ceuta migration\n"
            "  tally search 'attempts:50000..70000'\n"
            "  tally figures Ceuta --noun attempts --by period\n"
            "  tally search -l --sort date '\"Ceuta and Melilla\"'\n",
            options_help);
}

static enum options_verdict print_help(const struct verb *verb)
{
    if (!verb) return print_usage(stdout), OPTIONS_DONE;
    printf("usage: tally [OPTION…] %s %s\n\n%s\nThe daemon is found by\n%s", verb->name, verb->arguments, verb->help,
           options_help);
    return OPTIONS_DONE;
}

static enum options_verdict read_number(const char *text, unsigned long low, unsigned long high, const char *message,
                                        unsigned *out)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || number < low || number > high) return wrong(message);
    *out = (unsigned)number;
    return OPTIONS_RUN;
}

static enum options_verdict read_port(const char *text, uint16_t *out)
{
    unsigned port;
    enum options_verdict verdict = read_number(text, 1, 65535, "expected a port from 1 to 65535", &port);
    if (verdict == OPTIONS_RUN) *out = (uint16_t)port;
    return verdict;
}

static enum options_verdict add_facet(const char *text, struct options *out)
{
    size_t used = strlen(out->facets), room = sizeof out->facets - used;
    int length = snprintf(out->facets + used, room, "%s%s", used ? "," : "", text);
    if ((size_t)length >= room) return wrong("expected fewer facets");
    out->search.facets = out->facets;
    return OPTIONS_RUN;
}

static enum options_verdict read_option(enum option_index option, struct options *out)
{
    switch (option) {
    case OPTION_socket: out->socket = optarg; break;
    case OPTION_host: out->host = optarg; break;
    case OPTION_port: return read_port(optarg, &out->port);
    case OPTION_json: out->json = true; break;
    case OPTION_jsonl: out->jsonl = out->search.jsonl = true; break;
    case OPTION_csv: out->csv = true; break;
    case OPTION_all: out->all = true; break;
    case OPTION_facet: return add_facet(optarg, out);
    case OPTION_noun: out->noun = optarg; break;
    case OPTION_by: out->by = optarg; break;
    case OPTION_ids: out->ids = true; break;
    case OPTION_count: out->search.count_only = true; break;
    case OPTION_limit: return read_number(optarg, 1, 1000, "--limit takes a number from 1 to 1000", &out->search.limit);
    case OPTION_offset:
        return read_number(optarg, 0, 100000, "--offset takes a number from 0 to 100000", &out->search.offset);
    case OPTION_sort: out->search.sort = optarg; break;
    case OPTION_match: out->search.match = optarg; break;
    case OPTION_strict: out->search.strict = true; break;
    case OPTION_collapse: out->search.collapse = true; break;
    case OPTION_explain: out->search.explain = true; break;
    case OPTION_help:
    case OPTION_version:
    case OPTIONS: break;
    }
    return OPTIONS_RUN;
}

/* ---- which verb takes which option */

static bool takes(const char *verbs_taking, const char *verb)
{
    size_t length = strlen(verb);
    for (const char *at = verbs_taking; *at; at += strspn(at, " ")) {
        size_t word = strcspn(at, " ");
        if (word == length && memcmp(at, verb, word) == 0) return true;
        at += word;
    }
    return !*verbs_taking;
}

static bool is_given(const struct options *options, enum option_index option)
{
    return options->given >> option & 1;
}

static enum options_verdict refuse_unknown(const struct options *options)
{
    const char *verb = options->verb->name;
    for (enum option_index option = 0; option < OPTIONS; option++) {
        if (!is_given(options, option) || takes(options_known[option].verbs, verb)) continue;
        fprintf(stderr, "tally: 'tally %s' has no --%s; try 'tally %s --help'\n", verb, options_known[option].name,
                verb);
        return OPTIONS_WRONG;
    }
    return OPTIONS_RUN;
}

static enum options_verdict refuse_conflicts(const struct options *options)
{
    const char *verb = options->verb->name;
    for (size_t i = 0; i < sizeof conflicts / sizeof *conflicts; i++) {
        bool both = is_given(options, conflicts[i].one) && is_given(options, conflicts[i].other);
        if (!both || (conflicts[i].verb && strcmp(conflicts[i].verb, verb) != 0)) continue;
        fprintf(stderr, "tally: expected --%s or --%s, not both; try 'tally %s --help'\n",
                options_known[conflicts[i].one].name, options_known[conflicts[i].other].name, verb);
        return OPTIONS_WRONG;
    }
    return OPTIONS_RUN;
}

static const struct verb *find_verb(const char *name)
{
    for (size_t i = 0; i < VERBS; i++)
        if (strcmp(verbs[i].name, name) == 0) return &verbs[i];
    return NULL;
}

static enum options_verdict wrong_arguments(const struct verb *verb)
{
    bool wanted = verb->arguments[0] != '\0';
    fprintf(stderr, "tally: expected %s%s behind '%s'; try 'tally %s --help'\n", wanted ? "its " : "nothing",
            verb->arguments, verb->name, verb->name);
    return OPTIONS_WRONG;
}

static enum options_verdict wrong_verb(const char *name)
{
    fprintf(stderr, "tally: unknown verb '%s'; try 'tally --help'\n", name);
    return OPTIONS_WRONG;
}

static enum options_verdict finish_daemon(struct options *out)
{
    if (out->host && !out->port) return wrong("-H HOST needs -p PORT as well");
    if (out->port && out->socket) return wrong("expected a socket or a port, not both");
    if (out->port && !out->host) out->host = HOST_DEFAULT;
    return OPTIONS_RUN;
}

/* The daemon counts in bytes of UTF-8: what is none becomes U+FFFD here, so that its places are places of this text. */
static bool append_text(const char *word, struct options *out)
{
    size_t used = strlen(out->text);
    const char *end = word + strlen(word);
    for (size_t size; word < end; word += size) {
        if (used + UTF8_BYTES_MAX >= sizeof out->text) return false;
        used += utf8_encode(utf8_decode(word, end, &size), out->text + used);
    }
    return true;
}

static enum options_verdict join_arguments(int argc, char **argv, struct options *out)
{
    for (int i = 0; i < argc; i++)
        if ((i && !append_text(" ", out)) || !append_text(argv[i], out)) return wrong("expected a shorter query");
    out->search.query = out->text;
    bool wanted = out->verb->arguments[0] != '\0';
    if (wanted && argc == 0) return wrong_arguments(out->verb);
    return wanted || argc == 0 ? OPTIONS_RUN : wrong_arguments(out->verb);
}

static enum options_verdict finish(int argc, char **argv, bool help, struct options *out)
{
    /* "tally help", "tally help get" */
    if (argc > 0 && strcmp(argv[0], "help") == 0) {
        help = true;
        argc--;
        argv++;
    }
    if (argc > 0) out->verb = find_verb(argv[0]);
    if (argc > 0 && !out->verb) return wrong_verb(argv[0]);
    if (help) return print_help(out->verb);
    if (!out->verb) return print_usage(stderr), OPTIONS_WRONG;
    if (finish_daemon(out) != OPTIONS_RUN) return OPTIONS_WRONG;
    if (refuse_unknown(out) != OPTIONS_RUN || refuse_conflicts(out) != OPTIONS_RUN) return OPTIONS_WRONG;
    return join_arguments(argc - 1, argv + 1, out);
}

/* ---- words that begin with '-' and belong to the query */

static const char flags[] = "hlcV", valued[] = "sHpn";

/* "-l", "-lc", "-n5", "-s/path": an option. "-Ceuta", "-5", "-": words of a query. */
static bool is_short_option(const char *word)
{
    if (strchr(valued, word[1])) return !word[2] || strchr("./0123456789", word[2]);
    return word[1] && strspn(word + 1, flags) == strlen(word + 1);
}

/* The name may be cut short, as getopt_long() allows. */
static bool long_option_takes_value(const char *word)
{
    size_t length = strcspn(word + 2, "=");
    if (word[2 + length] == '=') return false;
    for (const struct option *name = names; name->name; name++)
        if (strncmp(name->name, word + 2, length) == 0) return name->has_arg == required_argument;
    return false;
}

static bool takes_next_word(const char *word)
{
    return word[1] == '-' ? long_option_takes_value(word) : strchr(valued, word[1]) && !word[2];
}

/* Puts options first, then "--", then all other words in their order; `sorted` has room for argc + 2 words. */
static int set_words_apart(int argc, char *const *argv, char **sorted)
{
    int count = 1, others = 0, at = 1;
    char **other = sorted + argc + 2;
    sorted[0] = argv[0];
    for (; at < argc && strcmp(argv[at], "--") != 0; at++) {
        bool option = argv[at][0] == '-' && (argv[at][1] == '-' || is_short_option(argv[at]));
        if (!option) {
            other[others++] = argv[at];
            continue;
        }
        sorted[count++] = argv[at];
        if (takes_next_word(argv[at]) && at + 1 < argc) sorted[count++] = argv[++at];
    }
    for (at++; at < argc; at++) other[others++] = argv[at];
    static char end_of_options[] = "--";
    sorted[count++] = end_of_options;
    memcpy(sorted + count, other, (size_t)others * sizeof *other);
    sorted[count + others] = NULL;
    return count + others;
}

static enum option_index option_of(int returned)
{
    if (returned >= LONG_OPTION) return (enum option_index)(returned - LONG_OPTION);
    enum option_index option = 0;
    while (option < OPTIONS && options_known[option].letter != returned) option++;
    return option;
}

static enum options_verdict parse_sorted(int argc, char **argv, struct options *out)
{
    for (int returned; (returned = getopt_long(argc, argv, "s:H:p:hlcn:V", names, NULL)) != -1;) {
        enum option_index option = option_of(returned);
        if (option == OPTIONS) { /* getopt_long() has said what is wrong */
            fputs("try 'tally --help'; words of a query that look like options stand behind \"--\"\n", stderr);
            return OPTIONS_WRONG;
        }
        if (option == OPTION_version) {
            puts("tally " TALLY_VERSION);
            return OPTIONS_DONE;
        }
        if (read_option(option, out) != OPTIONS_RUN) return OPTIONS_WRONG;
        out->given |= 1u << option;
    }
    return finish(argc - optind, argv + optind, is_given(out, OPTION_help), out);
}

enum options_verdict options_parse(int argc, char **argv, struct options *out)
{
    memset(out, 0, sizeof *out);
    char **sorted = calloc(2 * (size_t)argc + 3, sizeof *sorted);
    if (!sorted) return wrong("no memory for the arguments");
    enum options_verdict verdict = parse_sorted(set_words_apart(argc, argv, sorted), sorted, out);
    free(sorted);
    return verdict;
}
