/* A disk whose commits take SLOW_DISK_MS longer: loaded before a server's own libraries, so that any database waits alike. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

static int after_waiting(const char *name, int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    const char *asked = getenv("SLOW_DISK_MS");
    long micro = asked ? (long)(atof(asked) * 1000) : 0;
    struct timespec left = {micro / 1000000, micro % 1000000 * 1000};
    while (nanosleep(&left, &left) && errno == EINTR) {
    }
    return real(file);
}

int fsync(int file) { return after_waiting("fsync", file); }
int fdatasync(int file) { return after_waiting("fdatasync", file); }
