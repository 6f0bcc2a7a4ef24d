/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A text file of the source tree as a C string in the program.
 *
 * EMBED(symbol, "lib/x/file") at file scope; the path is from the root. The
 * object must be made to depend on the file (see the Makefile).
 */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#define EMBED(symbol, file)						\
	extern const char symbol[] __attribute__((visibility("hidden")));	\
	__asm__("	.pushsection .rodata, \"a\"\n"			\
		"	.global " #symbol "\n"				\
		"	.hidden " #symbol "\n"				\
		#symbol ":\n"						\
		"	.incbin \"" file "\"\n"				\
		"	.byte 0\n"					\
		"	.popsection\n")

#endif
