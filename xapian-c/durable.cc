/* What libxapian leaves to its caller before a new database survives a power cut. */
#include "internal.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

using xap::fail_errno;

namespace
{

struct CloseDirectory {
    void operator()(DIR *directory) const { closedir(directory); }
};

int sync_path(const std::string &path, struct xap_error *error)
{
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail_errno(error, errno, "opening %s to sync it", path.c_str());
    const int result = fsync(fd) == 0 ? 0 : fail_errno(error, errno, "syncing %s", path.c_str());
    close(fd);
    return result;
}

int sync_files(const std::string &path, struct xap_error *error)
{
    const std::unique_ptr<DIR, CloseDirectory> directory(opendir(path.c_str()));
    if (!directory) return fail_errno(error, errno, "listing %s", path.c_str());
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(directory.get());
        if (!entry) return errno == 0 ? 0 : fail_errno(error, errno, "listing %s", path.c_str());
        if (entry->d_name[0] == '.') continue;
        if (sync_path(path + "/" + entry->d_name, error) != 0) return -1;
    }
}

std::string parent_of(std::string path)
{
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

} // namespace

int xap::make_directory(const char *path, struct xap_error *error)
{
    if (!path || !*path) return fail(error, XAP_INVALID, "expected the path of a new database");
    if (mkdir(path, 0777) == 0) return 0;
    return fail_errno(error, errno, "making directory %s", path);
}

int xap::sync_database(const std::string &path, struct xap_error *error)
{
    if (sync_files(path, error) != 0 || sync_path(path, error) != 0) return -1;
    return sync_path(parent_of(path), error);
}
