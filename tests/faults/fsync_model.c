/* A disk that keeps what was synced, and no more: loaded before the C library by LD_PRELOAD.

   In: FSYNC_MODEL_LIVE, the folder that a program writes in, and FSYNC_MODEL_DURABLE, a copy of it. Out: whatever fsync
   or fdatasync was called for is in the copy when the call returns. After a power cut the copy is what the disk is sure
   to hold; what differs in the folder may have reached it or not, which `power.py` draws by lot.

   FSYNC_MODEL_SLOW names a file with the milliseconds that the disk takes for it, FSYNC_MODEL_CLOCK one with the seconds
   by which the clock of the day is off; both may change while programs run. FSYNC_MODEL_LIES=1 is a disk that says it has
   written and has not: the proof that a loss is seen.

   Renaming and deleting take effect in the copy at once, in their order, as on a file system with a journal that commits
   early: the worst moment for a program that deletes a log before what it led to was synced. Writing through a mapping
   is not followed; neither database writes its data so (SQLite with mmap_size=0). */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define LONGEST (2 * PATH_MAX)

/* The path in the copy of a path in the folder; 0 where it is outside. */
static int in_copy(const char *path, char *copy) {
  const char *live = getenv("FSYNC_MODEL_LIVE"), *durable = getenv("FSYNC_MODEL_DURABLE");
  char whole[LONGEST], here[PATH_MAX];
  if (live == NULL || durable == NULL) return 0;
  if (path[0] != '/') {
    if (getcwd(here, sizeof here) == NULL) return 0;
    if (strncmp(path, "./", 2) == 0) path += 2;
    snprintf(whole, sizeof whole, "%s/%s", here, path);
  } else {
    snprintf(whole, sizeof whole, "%s", path);
  }
  size_t length = strlen(live);
  if (strncmp(whole, live, length) != 0 || (whole[length] != '/' && whole[length] != 0)) return 0;
  return snprintf(copy, LONGEST, "%s%s", durable, whole + length) < LONGEST;
}

static void make_folders(const char *path) {
  char part[LONGEST];
  snprintf(part, sizeof part, "%s", path);
  for (char *slash = strchr(part + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    mkdir(part, 0700);
    *slash = '/';
  }
}

/* One at a time in all processes: else who read earlier could write later. */
static int lock(void) {
  char path[LONGEST];
  snprintf(path, sizeof path, "%s.lock", getenv("FSYNC_MODEL_DURABLE"));
  int held = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  while (held >= 0 && flock(held, LOCK_EX) != 0 && errno == EINTR) continue;
  return held;
}

static void copy_file(int from, int to, off_t size) {
  static const size_t most = 1 << 16;
  char buffer[1 << 16];
  off_t at = 0;
  while (at < size) {
    ssize_t got = pread(from, buffer, most, at);
    if (got <= 0 || pwrite(to, buffer, (size_t)got, at) != got) break;
    at += got;
  }
  if (ftruncate(to, size) != 0 || at < size) abort(); /* a model that cannot keep its word must not go on */
}

/* The number in the file that a variable names; 0 where there is none. */
static long number_at(const char *variable) {
  const char *name = getenv(variable);
  if (name == NULL) return 0;
  char number[32] = "";
  int failed = errno, file = open(name, O_RDONLY | O_CLOEXEC);
  long found = 0;
  if (file >= 0) {
    if (read(file, number, sizeof number - 1) > 0) found = atol(number);
    close(file);
  }
  errno = failed;
  return found;
}

static int synced(int descriptor) {
  char link[64], path[LONGEST], copy[LONGEST];
  struct stat status;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (fstat(descriptor, &status) != 0) return -1;
  if (length <= 0) return 0;
  path[length] = 0;
  if (!in_copy(path, copy) || getenv("FSYNC_MODEL_LIES") != NULL) return 0;
  int failed = errno;
  usleep((useconds_t)number_at("FSYNC_MODEL_SLOW") * 1000);
  int held = lock();
  make_folders(copy);
  if (S_ISDIR(status.st_mode)) {
    mkdir(copy, 0700);
  } else if (access(path, F_OK) == 0) {
    int from = open(path, O_RDONLY | O_CLOEXEC);
    int to = open(copy, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (from < 0 || to < 0) abort();
    fstat(from, &status);
    copy_file(from, to, status.st_size);
    close(from);
    close(to);
  }
  close(held);
  errno = failed;
  return 0;
}

int fsync(int descriptor) { return synced(descriptor); }
int fdatasync(int descriptor) { return synced(descriptor); }

int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*next)(clockid_t, struct timespec *);
  if (next == NULL) next = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int done = next(clock, now);
  if (done == 0 && clock == CLOCK_REALTIME) now->tv_sec += number_at("FSYNC_MODEL_CLOCK");
  return done;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec moment;
  (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &moment) != 0) return -1;
  now->tv_sec = moment.tv_sec;
  now->tv_usec = moment.tv_nsec / 1000;
  return 0;
}

int unlink(const char *path) {
  static int (*next)(const char *);
  if (next == NULL) next = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
  char copy[LONGEST];
  int inside = in_copy(path, copy), done = next(path);
  if (done == 0 && inside) {
    int held = lock();
    next(copy);
    close(held);
  }
  return done;
}

int rename(const char *old, const char *new) {
  static int (*next)(const char *, const char *), (*gone)(const char *);
  if (next == NULL) next = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
  if (gone == NULL) gone = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
  char from[LONGEST], to[LONGEST];
  int inside = in_copy(old, from) && in_copy(new, to), done = next(old, new);
  if (done == 0 && inside) {
    int held = lock();
    if (next(from, to) != 0) gone(to); /* never synced under its old name: nothing is sure under the new one */
    close(held);
  }
  return done;
}
