/* Databases that the wrapper cannot make, through libxapian itself. */
#include "support.h"

#include <string>

#include <xapian.h>

void make_with_deletions(const char *path, unsigned count, unsigned first, unsigned last)
{
    Xapian::WritableDatabase database(path, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
    for (unsigned number = 1; number <= count; number++) {
        Xapian::Document document;
        document.add_term("all");
        document.set_data(std::to_string(number));
        database.add_document(document);
    }
    for (unsigned docid = first; docid <= last; docid++) database.delete_document(docid);
    database.commit();
}

/* libxapian's checker deletes a table through its base class, which the sanitizer would take for the checker's crash. */
extern "C" __attribute__((visibility("default"))) const char *__asan_default_options()
{
    return "new_delete_type_mismatch=0";
}
