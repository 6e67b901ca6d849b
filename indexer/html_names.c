/* Classes are read word by word, since every site builds its own from the same few. */
#include "indexer/html_names.h"

#include <ctype.h>
#include <strings.h>

#include "base/slice.h"

#define NAME_BYTES_MAX 80 /* of a class; longer ones are made by programs */

static const struct {
    const char *name;
    enum html_role role;
} TAGS[] = {
#define TAG(name, role) {name, HTML_##role},
#include "indexer/html_tags.def"
#undef TAG
};

enum html_role html_names_role(const char *tag)
{
    for (size_t i = 0; i < sizeof TAGS / sizeof *TAGS; i++)
        if (strcasecmp(tag, TAGS[i].name) == 0) return TAGS[i].role;
    return HTML_INLINE;
}

enum meaning { MEANING_NONE, MEANING_BOX, MEANING_SECTION, MEANING_PART, MEANING_OTHER };

static const struct {
    const char *word;
    enum meaning meaning;
} WORDS[] = {
#define BOX(word)     {word, MEANING_BOX},
#define SECTION(word) {word, MEANING_SECTION},
#define PART(word)    {word, MEANING_PART},
#define OTHER(word)   {word, MEANING_OTHER},
#include "indexer/html_names.def"
};

static bool means(struct slice word, enum meaning meaning)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (WORDS[i].meaning == meaning && WORDS[i].word[0] == (word.data[0] | 0x20) &&
            strlen(WORDS[i].word) == word.length && strncasecmp(word.data, WORDS[i].word, word.length) == 0)
            return true;
    return false;
}

/* The word at the start of `name`: of letters, up to a capital behind a small one, or of other bytes. */
static struct slice first_word(struct slice name)
{
    size_t end = 1;
    bool letters = isalpha((unsigned char)name.data[0]);
    for (; end < name.length && (isalpha((unsigned char)name.data[end]) != 0) == letters; end++)
        if (letters && isupper((unsigned char)name.data[end]) && islower((unsigned char)name.data[end - 1])) break;
    return slice_make(name.data, end);
}

static bool is_furniture(struct slice name)
{
    bool box = false, section = false;
    if (name.length > NAME_BYTES_MAX) return false;
    while (name.length) {
        struct slice word = first_word(name);
        name = slice_make(name.data + word.length, name.length - word.length);
        if (!isalpha((unsigned char)word.data[0])) continue;
        if (means(word, MEANING_OTHER)) return false;
        bool part = means(word, MEANING_PART);
        box = means(word, MEANING_BOX) || (part && (box || section));
        section = means(word, MEANING_SECTION);
    }
    return box;
}

static bool holds_furniture(const char *names)
{
    static const char BLANKS[] = " \t\r\n\f";
    for (names += strspn(names, BLANKS); *names; names += strspn(names, BLANKS)) {
        size_t length = strcspn(names, BLANKS);
        if (is_furniture(slice_make(names, length))) return true;
        names += length;
    }
    return false;
}

bool html_names_furniture(const unsigned char *const *attributes)
{
    for (; attributes && attributes[0]; attributes += 2) {
        const char *name = (const char *)attributes[0], *value = (const char *)attributes[1];
        if (!value) continue;
        if (strcasecmp(name, "role") == 0 &&
            slice_is_listed(slice_of(value), "navigation complementary contentinfo banner search"))
            return true;
        if ((strcasecmp(name, "class") == 0 || strcasecmp(name, "id") == 0) && holds_furniture(value)) return true;
    }
    return false;
}
