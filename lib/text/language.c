/* Names of languages. */
#include "text/language.h"

#include "text/fold.h"

#define NAME_BYTES 64 /* of a name that are looked at */

static const struct {
    const char *code, *names;
} languages[] = {
#define LANGUAGE(code, names, letters, words) {code, names},
#include "text/languages.def"
#undef LANGUAGE
};

#define LANGUAGES (sizeof languages / sizeof *languages)

/* "fr-fr" → fr, "english (us)" → english */
static struct slice first_part(struct slice name)
{
    size_t length = 0;
    while (length < name.length && !strchr("-_.:;,/( ", name.data[length])) length++;
    return slice_make(name.data, length);
}

static bool is_code(struct slice name)
{
    if (name.length < 2 || name.length > 3) return false;
    for (size_t i = 0; i < name.length; i++)
        if (name.data[i] < 'a' || name.data[i] > 'z') return false;
    return true;
}

struct slice language_code(struct arena *arena, struct slice given)
{
    char folded[NAME_BYTES];
    struct slice name = first_part(slice_make(folded, text_fold_word(given, folded, sizeof folded)));
    if (name.length == 0) return given;
    for (size_t i = 0; i < LANGUAGES; i++)
        if (slice_is(name, languages[i].code) || slice_is_listed(name, languages[i].names))
            return slice_of(languages[i].code);
    return is_code(name) ? arena_copy(arena, name) : given;
}
