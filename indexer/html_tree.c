/* libxml2's parser, kept from growing: each element passes through here on its way into the tree. */
#include "indexer/html_tree.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>

#include "base/utf8.h"
#include "indexer/html_names.h"

#define CHARSET_SCAN_BYTES 2048 /* where a page must say its encoding */

/* ---- the encoding */

/* NULL leaves it to the page's own declaration. A page that is UTF-8 is read as such, whatever it claims; Latin-1 means
 * windows-1252 on the web (WHATWG Encoding Standard, 4.2), as does no declaration at all. */
static const char *encoding_of(struct slice bytes)
{
    static const char *const LATIN[] = {"iso-8859-1", "iso8859-1", "latin1", "us-ascii"};
    if (utf8_valid_prefix(bytes) == bytes.length) return "UTF-8";
    char head[CHARSET_SCAN_BYTES + 1];
    size_t length = bytes.length < CHARSET_SCAN_BYTES ? bytes.length : CHARSET_SCAN_BYTES;
    for (size_t i = 0; i < length; i++) head[i] = (char)(bytes.data[i] ? tolower((unsigned char)bytes.data[i]) : ' ');
    head[length] = '\0';
    const char *charset = strstr(head, "charset=");
    if (!charset) return "windows-1252";
    charset += strlen("charset=") + strspn(charset + strlen("charset="), " \"'");
    for (size_t i = 0; i < sizeof LATIN / sizeof *LATIN; i++)
        if (strncmp(charset, LATIN[i], strlen(LATIN[i])) == 0) return "windows-1252";
    return NULL;
}

static uint32_t utf16_unit(const char *at, bool little)
{
    unsigned char low = (unsigned char)at[!little], high = (unsigned char)at[little];
    return (uint32_t)high << 8 | low;
}

/* A lone surrogate becomes U+FFFD; an odd byte at the end is no character. `.data` is NULL when memory is out. */
static struct slice utf8_of_utf16(struct arena *arena, struct slice bytes, bool little)
{
    size_t units = bytes.length / 2, length = 0;
    char *out = arena_array(arena, units + 1, 3); /* at most three bytes a unit, four a pair */
    for (size_t i = 0; out && i < units; i++) {
        uint32_t code_point = utf16_unit(bytes.data + 2 * i, little);
        uint32_t next = i + 1 < units ? utf16_unit(bytes.data + 2 * i + 2, little) : 0;
        if ((code_point & 0xFC00) == 0xD800 && (next & 0xFC00) == 0xDC00) {
            code_point = 0x10000 + ((code_point & 0x3FF) << 10 | (next & 0x3FF));
            i++;
        }
        length += utf8_encode(code_point, out + length);
    }
    return slice_make(out, length);
}

/* UTF-16 with its byte order mark becomes UTF-8; NULs, at which libxml2 stops, become spaces. */
static struct slice clean_bytes(struct arena *arena, struct slice bytes)
{
    bool little = slice_starts(bytes, slice_of("\xFF\xFE")), big = slice_starts(bytes, slice_of("\xFE\xFF"));
    bool wide = little || big;
    if (!wide && (!bytes.length || !memchr(bytes.data, '\0', bytes.length))) return bytes;
    struct slice clean =
        wide ? utf8_of_utf16(arena, slice_make(bytes.data + 2, bytes.length - 2), little) : arena_copy(arena, bytes);
    for (size_t i = 0; clean.data && i < clean.length; i++)
        if (clean.data[i] == '\0') ((char *)clean.data)[i] = ' ';
    return clean;
}

/* ---- tags of endless attributes */

/* Behind the tag at `at`, and how many attributes it can have at most: one behind each blank or closing quote. */
static const char *pass_tag(const char *at, const char *end, size_t *attributes)
{
    char quote = '\0', before = '\0';
    *attributes = 0;
    for (; at < end && (quote || *at != '>'); at++) {
        bool blank = isspace((unsigned char)*at), closes = quote && *at == quote;
        if (closes || (!quote && blank && !isspace((unsigned char)before))) ++*attributes;
        if (closes)
            quote = '\0';
        else if (!quote && before == '=' && (*at == '"' || *at == '\''))
            quote = *at;
        if (!blank || before != '=') before = *at;
    }
    return at;
}

static bool is_raw(const char *tag, const char *end)
{
    static const char *const RAW[] = {"<script", "<style"};
    for (size_t i = 0; i < sizeof RAW / sizeof *RAW; i++) {
        size_t length = strlen(RAW[i]);
        if ((size_t)(end - tag) > length && strncasecmp(tag, RAW[i], length) == 0) return true;
    }
    return false;
}

/* libxml2 compares each attribute of a tag with all before it: one tag with a million of them takes hours. Counts the
 * end tags. */
static int check_tags(struct slice bytes, size_t *end_tags, struct error *error)
{
    const char *at = bytes.data, *end = bytes.data + bytes.length, *tag;
    while (at < end && (tag = memchr(at, '<', (size_t)(end - at)))) {
        at = tag + 1;
        *end_tags += at < end && *at == '/';
        if (at == end || !isalpha((unsigned char)*at)) continue;
        size_t attributes;
        at = pass_tag(at, end, &attributes);
        if (attributes > HTML_ATTRIBUTES_MAX)
            return fail(error, ERROR_LIMIT, (uint64_t)(tag - bytes.data),
                        "expected at most %d attributes in a tag, found more at byte %zu", HTML_ATTRIBUTES_MAX,
                        (size_t)(tag - bytes.data));
        const char *close = is_raw(tag, end) ? memmem(at, (size_t)(end - at), "</", 2) : at;
        at = close ? close : end;
    }
    return 0;
}

/* ---- elements on their way into the tree */

struct growth {
    size_t elements, levels_max;
    const char *exceeded; /* what the page has too much of; NULL: nothing */
    size_t maximum, offset;
};

/* In the page as UTF-8. */
static size_t byte_of(htmlParserCtxtPtr parser)
{
    const xmlParserInput *input = parser->input;
    return input ? input->consumed + (size_t)(input->cur - input->base) : 0;
}

static void stop(htmlParserCtxtPtr parser, const char *what, size_t maximum)
{
    struct growth *growth = parser->_private;
    if (growth->exceeded) return;
    growth->exceeded = what;
    growth->maximum = maximum;
    growth->offset = byte_of(parser);
    xmlStopParser(parser);
}

static bool is_too_deep(htmlParserCtxtPtr parser)
{
    return parser->nameNr > HTML_LEVELS_KEPT;
}

/* Only of these does anybody ask for attributes. */
static bool keeps_attributes(const char *name)
{
    static const char *const NAMES[] = {"html", "meta", "link", "time"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcasecmp(name, NAMES[i]) == 0) return true;
    return false;
}

static void add_element(htmlParserCtxtPtr parser, const xmlChar *name, const xmlChar **attributes)
{
    xmlSAX2StartElement(parser, name, keeps_attributes((const char *)name) ? attributes : NULL);
    if (!parser->node) return;
    uintptr_t marks = html_names_furniture(attributes) ? HTML_MARK_NAMED : 0;
    parser->node->_private = (void *)((uintptr_t)html_names_role((const char *)name) << HTML_ROLE_SHIFT | marks);
}

/* An element that is nested too deep leaves a space, so that the words before and in it stay two. */
static void start_element(void *context, const xmlChar *name, const xmlChar **attributes)
{
    htmlParserCtxtPtr parser = context;
    struct growth *growth = parser->_private;
    if (++growth->elements > HTML_ELEMENTS_MAX)
        stop(parser, "elements", HTML_ELEMENTS_MAX);
    else if (is_too_deep(parser) && (size_t)parser->nameNr > growth->levels_max)
        stop(parser, "elements inside each other", growth->levels_max);
    else if (is_too_deep(parser))
        xmlSAX2Characters(parser, (const xmlChar *)" ", 1);
    else
        add_element(parser, name, attributes);
}

static void end_element(void *context, const xmlChar *name)
{
    if (!is_too_deep(context)) xmlSAX2EndElement(context, name);
}

/* Scripts and styles: deep inside they would look like text of the element that is kept. */
static void raw_text(void *context, const xmlChar *text, int length)
{
    if (!is_too_deep(context)) xmlSAX2CDataBlock(context, text, length);
}

/* ---- the tree */

static void close_document(void *document)
{
    xmlFreeDoc(document);
}

static void close_parser(void *parser)
{
    htmlFreeParserCtxt(parser);
}

/* An unfinished tree is nobody's article. */
static int check_end(htmlParserCtxtPtr parser, struct error *error)
{
    const struct growth *growth = parser->_private;
    if (growth->exceeded)
        return fail(error, ERROR_LIMIT, growth->offset, "expected at most %zu %s, found more at byte %zu",
                    growth->maximum, growth->exceeded, growth->offset);
    if (!parser->disableSAX) return 0;
    return fail(error, ERROR_LIMIT, byte_of(parser), "cannot be read beyond byte %zu", byte_of(parser));
}

static htmlParserCtxtPtr new_parser(struct arena *arena, struct growth *growth)
{
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    if (!parser || arena_defer(arena, close_parser, parser) < 0) return NULL;
    parser->_private = growth;
    parser->sax->startElement = start_element;
    parser->sax->endElement = end_element;
    parser->sax->cdataBlock = raw_text;
    return parser;
}

xmlNode *html_tree(struct arena *arena, struct slice raw, struct error *error)
{
    struct slice bytes = clean_bytes(arena, raw);
    if (raw.length && !bytes.data) return fail(error, ERROR_NO_MEMORY, 0, "no memory for this page"), NULL;
    struct growth growth = {0};
    size_t end_tags = 1;
    int options =
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_NOBLANKS;
    if (check_tags(bytes, &end_tags, error) < 0) return NULL;
    growth.levels_max = HTML_SEEKING_MAX / end_tags;
    htmlParserCtxtPtr parser = new_parser(arena, &growth);
    if (!parser) return fail(error, ERROR_NO_MEMORY, 0, "no memory for this page"), NULL;
    htmlDocPtr document = htmlCtxtReadMemory(parser, bytes.data, (int)bytes.length, NULL, encoding_of(bytes), options);
    if (!document)
        return fail(error, ERROR_BAD_INPUT, 0, "expected HTML, found nothing that can be read as such"), NULL;
    if (arena_defer(arena, close_document, document) < 0)
        return fail(error, ERROR_NO_MEMORY, 0, "no memory for this page"), NULL;
    if (check_end(parser, error) < 0) return NULL;
    xmlNode *root = xmlDocGetRootElement(document);
    if (!root) fail(error, ERROR_BAD_INPUT, 0, "expected HTML, found an empty page");
    return root;
}
