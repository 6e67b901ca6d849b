/* Options may stand anywhere before "--"; the first other argument is the verb. A word such as -Ceuta is no option. */
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct verb verbs[] = {
#define VERB(name, arguments, summary, help) {#name, arguments, summary, help, verb_##name},
#include "verbs.def"
#undef VERB
};

#define HOST_DEFAULT "127.0.0.1"

#define VERBS (sizeof verbs / sizeof *verbs)

static const char options_help[] = "  -s, --socket SOCKET   the daemon's socket (default: $TALLY_SOCKET, else\n"
                                   "                        $XDG_RUNTIME_DIR/tally.sock, else /run/tally/tally.sock)\n"
                                   "  -p, --port PORT       connect over TCP, to this port …\n"
                                   "  -H, --host HOST       … of this host (default: 127.0.0.1)\n"
                                   "  -h, --help            this text; after a verb, what that verb does\n"
                                   "  -V, --version         the version\n";

enum {
    OPTION_JSON = 256,
    OPTION_JSONL,
    OPTION_CSV,
    OPTION_ALL,
    OPTION_NOUN,
    OPTION_FACET,
    OPTION_BY,
    OPTION_OFFSET,
    OPTION_SORT,
    OPTION_MATCH,
    OPTION_STRICT,
    OPTION_COLLAPSE,
    OPTION_EXPLAIN
};

static const struct option names[] = {
    {"socket", required_argument, NULL, 's'},
    {"host", required_argument, NULL, 'H'},
    {"port", required_argument, NULL, 'p'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {"json", no_argument, NULL, OPTION_JSON},
    {"jsonl", no_argument, NULL, OPTION_JSONL},
    {"csv", no_argument, NULL, OPTION_CSV},
    {"all", no_argument, NULL, OPTION_ALL},
    {"facet", required_argument, NULL, OPTION_FACET},
    {"noun", required_argument, NULL, OPTION_NOUN},
    {"by", required_argument, NULL, OPTION_BY},
    {"ids", no_argument, NULL, 'l'},
    {"count", no_argument, NULL, 'c'},
    {"limit", required_argument, NULL, 'n'},
    {"offset", required_argument, NULL, OPTION_OFFSET},
    {"sort", required_argument, NULL, OPTION_SORT},
    {"match", required_argument, NULL, OPTION_MATCH},
    {"strict", no_argument, NULL, OPTION_STRICT},
    {"collapse", no_argument, NULL, OPTION_COLLAPSE},
    {"explain", no_argument, NULL, OPTION_EXPLAIN},
    {NULL, 0, NULL, 0},
};

static enum options_verdict wrong(const char *message)
{
    fprintf(stderr, "tally: %s; try 'tally --help'\n", message);
    return OPTIONS_WRONG;
}

static enum options_verdict print_help(const struct verb *verb)
{
    if (verb) {
        printf("usage: tally [OPTION…] %s %s\n\n%s\nThe daemon is found by\n%s", verb->name, verb->arguments,
               verb->help, options_help);
        return OPTIONS_DONE;
    }
    printf("usage: tally [-s SOCKET | [-H HOST] -p PORT] VERB …\n\n"
           "Searches articles, and the figures in them, through a running tallyd.\n\n");
    for (size_t i = 0; i < VERBS; i++) printf("  %-7s %-6s %s\n", verbs[i].name, verbs[i].arguments, verbs[i].summary);
    printf("\n%s\ntally VERB --help says more. Examples:\n\n"
           "  tally search Ceuta migration\n"
           "  tally search 'attempts:50000..70000'\n"
           "  tally figures Ceuta --noun attempts --by period\n"
           "  tally search -l --sort date '\"Ceuta and Melilla\"'\n",
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

static enum options_verdict read_option(int option, struct options *out)
{
    switch (option) {
    case 's': out->socket = optarg; break;
    case 'H': out->host = optarg; break;
    case 'p': return read_port(optarg, &out->port);
    case OPTION_JSON: out->json = true; break;
    case OPTION_JSONL: out->jsonl = out->search.jsonl = true; break;
    case OPTION_CSV: out->csv = true; break;
    case OPTION_ALL: out->all = true; break;
    case OPTION_FACET: return add_facet(optarg, out);
    case OPTION_NOUN: out->noun = optarg; break;
    case OPTION_BY: out->by = optarg; break;
    case 'l': out->ids = true; break;
    case 'c': out->search.count_only = true; break;
    case 'n': return read_number(optarg, 1, 1000, "--limit takes a number from 1 to 1000", &out->search.limit);
    case OPTION_OFFSET:
        return read_number(optarg, 0, 100000, "--offset takes a number from 0 to 100000", &out->search.offset);
    case OPTION_SORT: out->search.sort = optarg; break;
    case OPTION_MATCH: out->search.match = optarg; break;
    case OPTION_STRICT: out->search.strict = true; break;
    case OPTION_COLLAPSE: out->search.collapse = true; break;
    case OPTION_EXPLAIN: out->search.explain = true; break;
    default: /* getopt_long() has said what is wrong */
        fputs("try 'tally --help'; words of a query that look like options stand behind \"--\"\n", stderr);
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

static enum options_verdict join_arguments(int argc, char **argv, struct options *out)
{
    size_t used = 0;
    for (int i = 0; i < argc; i++) {
        size_t room = sizeof out->text - used;
        int length = snprintf(out->text + used, room, "%s%s", i ? " " : "", argv[i]);
        if ((size_t)length >= room) return wrong("expected a shorter query");
        used += (size_t)length;
    }
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
    if (!out->verb) {
        print_help(NULL);
        return OPTIONS_WRONG;
    }
    if (finish_daemon(out) != OPTIONS_RUN) return OPTIONS_WRONG;
    if (out->search.count_only || out->json) out->jsonl = out->search.jsonl = false;
    if (out->json && out->all) return wrong("--all is for text, --ids and --jsonl, not for --json");
    if (out->all && out->search.collapse) return wrong("expected --all or --collapse, not both");
    if (out->all && out->search.limit) return wrong("expected --all or --limit, not both");
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

static enum options_verdict parse_sorted(int argc, char **argv, struct options *out)
{
    bool help = false;
    for (int option; (option = getopt_long(argc, argv, "s:H:p:hlcn:V", names, NULL)) != -1;) {
        enum options_verdict verdict = OPTIONS_RUN;
        if (option == 'h') {
            help = true;
        } else if (option == 'V') {
            puts("tally " TALLY_VERSION);
            return OPTIONS_DONE;
        } else {
            verdict = read_option(option, out);
        }
        if (verdict != OPTIONS_RUN) return verdict;
    }
    return finish(argc - optind, argv + optind, help, out);
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
