/* Looking through a database in a child process, because the checker itself can crash on damage. */
#include "internal.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <sstream>

using xap::fail;
using xap::fail_errno;
using xap::guard;

namespace
{

/* What the child writes: one byte of verdict, then words. No byte at all means that it crashed. */
constexpr char SOUND = '0';
constexpr char DAMAGED = '1';

bool is_complaint(const std::string &line)
{
    if (line.empty() || line.back() == ':') return false;
    return line.find("checked OK") == std::string::npos && line.find("Lazily created") == std::string::npos &&
           line.find("Not present") == std::string::npos && line.compare(0, 10, "blocksize=") != 0;
}

std::string first_complaint(std::istringstream report)
{
    std::string table, line;
    while (std::getline(report, line)) {
        if (is_complaint(line)) return table + " " + line;
        if (!line.empty() && line.back() == ':') table = line;
    }
    return "the checker found errors";
}

std::string verdict_on(const char *path)
{
    std::ostringstream report;
    if (Xapian::Database::check(path, 0, &report) == 0) return std::string(1, SOUND);
    return DAMAGED + first_complaint(std::istringstream(report.str()));
}

/* The child's whole life. It ends by _exit(): nothing of the parent is flushed or destroyed twice. */
[[noreturn]] void run_child(const char *path, int pipe_fd)
{
    const struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    struct xap_error error = {};
    guard(&error, [&] {
        std::string verdict;
        const int result = guard(&error, [&] {
            verdict = verdict_on(path);
            return 0;
        });
        if (result != 0) verdict = DAMAGED + std::string(error.message);
        verdict.resize(std::min(verdict.size(), sizeof error.message));
        return write(pipe_fd, verdict.data(), verdict.size()) < 0 ? -1 : 0;
    });
    _exit(0);
}

/* What arrives until the child closes its end; at most `size` bytes, which is all that it writes. */
size_t read_verdict(int fd, char *out, size_t size)
{
    size_t length = 0;
    while (length < size) {
        const ssize_t got = read(fd, out + length, size - length);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        length += static_cast<size_t>(got);
    }
    return length;
}

void reap(pid_t child)
{
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
}

int check_in_child(const char *path, const int pipe_fds[2], struct xap_error *error)
{
    const pid_t child = fork();
    if (child == 0) {
        close(pipe_fds[0]);
        run_child(path, pipe_fds[1]);
    }
    close(pipe_fds[1]);
    if (child < 0) return fail_errno(error, errno, "starting the checker");
    char verdict[sizeof error->message] = "";
    const size_t length = read_verdict(pipe_fds[0], verdict, sizeof verdict - 1);
    reap(child);
    if (length == 0) return fail(error, XAP_CORRUPT, "%s: the checker crashed", path);
    if (verdict[0] == SOUND) return 0;
    return fail(error, XAP_CORRUPT, "%.160s: %s", path, verdict + 1);
}

} // namespace

int xap_check(const char *path, struct xap_error *error)
{
    return guard(error, [&] {
        struct stat status;
        if (!path) return fail(error, XAP_INVALID, "expected the path of a database");
        const std::string version_file = std::string(path) + "/iamglass";
        if (stat(version_file.c_str(), &status) != 0) return fail_errno(error, errno, "%s", version_file.c_str());
        int pipe_fds[2];
        if (pipe2(pipe_fds, O_CLOEXEC) != 0) return fail_errno(error, errno, "making a pipe");
        const int result = check_in_child(path, pipe_fds, error);
        close(pipe_fds[0]);
        return result;
    });
}
