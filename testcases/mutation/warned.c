// SPDX-License-Identifier: GPL-2.0-or-later
/* Linked to a faulty client of testcases/reference: exit status 42 when an accessor warned of its index. */
#include <unistd.h>

extern unsigned int kvm_warnings;

__attribute__((destructor)) static void tell(void)
{
	if (kvm_warnings)
		_exit(42);
}
