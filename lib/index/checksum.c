/* XXH3 over bytes, pieces and files. */
#include "index/checksum.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define CHECKSUM_STEP_BYTES ((size_t)64 * 1024)

uint64_t checksum_bytes(struct slice bytes)
{
    return XXH3_64bits(bytes.data, bytes.length);
}

void checksum_pieces(const struct slice *pieces, size_t count, char out[CHECKSUM_PIECES_BYTES])
{
    XXH3_state_t state;
    XXH3_INITSTATE(&state);
    XXH3_128bits_reset(&state);
    for (size_t i = 0; i < count; i++) {
        uint64_t length = htole64(pieces[i].length);
        XXH3_128bits_update(&state, &length, sizeof length);
        XXH3_128bits_update(&state, pieces[i].data, pieces[i].length);
    }
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
    memcpy(out, canonical.digest, CHECKSUM_PIECES_BYTES);
}

static int sum_descriptor(int fd, const char *path, uint64_t *size_bytes, uint64_t *checksum, struct error *error)
{
    XXH3_state_t state;
    XXH3_INITSTATE(&state);
    XXH3_64bits_reset(&state);
    char step[CHECKSUM_STEP_BYTES];
    *size_bytes = 0;
    for (;;) {
        ssize_t got = read(fd, step, sizeof step);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail_errno(error, errno, "%s: cannot be read", path);
        if (got == 0) break;
        XXH3_64bits_update(&state, step, (size_t)got);
        *size_bytes += (uint64_t)got;
    }
    *checksum = XXH3_64bits_digest(&state);
    return 0;
}

int checksum_file(const char *path, uint64_t *size_bytes, uint64_t *checksum, struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail_errno(error, errno, "%s: cannot be opened", path);
    int result = sum_descriptor(fd, path, size_bytes, checksum, error);
    close(fd);
    return result;
}
