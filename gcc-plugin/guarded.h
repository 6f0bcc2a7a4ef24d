/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs our own work so that its crash is not the compiler's. */
#ifndef GCC_PLUGIN_GUARDED_H
#define GCC_PLUGIN_GUARDED_H

/*
 * Calls fn(arg). Returns 0 when it came back, else the signal it died of:
 * what fn was building is then lost and leaked, the compiler goes on. GCC's
 * own handlers are in place again afterwards. Not reentrant.
 */
int guarded(void (*fn)(void *arg), void *arg);

#endif
