// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions of the kernel that write through an argument, or give zeroed memory. */
#include "../reference/kvm_host.h"

/* A field of its own for each function, always 3 otherwise. */
#define WRITER(function, ...)						\
	unsigned long function();					\
	struct by_##function { int reg; };				\
	void set_##function(struct by_##function *p)			\
	{								\
		p->reg = 3;						\
	}								\
	void write_##function(struct by_##function *p, void *q)		\
	{								\
		(void)q;						\
		function(__VA_ARGS__);					\
	}

#define ALLOCATOR(function)						\
	void *function();						\
	struct of_##function { int reg; };				\
	struct of_##function *make_##function(void)			\
	{								\
		struct of_##function *p = function();			\
									\
		return p;						\
	}

WRITER(copy_from_user, p, q, sizeof(*p))
WRITER(_copy_from_user, p, q, sizeof(*p))
WRITER(__copy_from_user, p, q, sizeof(*p))
WRITER(__copy_from_user_inatomic, p, q, sizeof(*p))
WRITER(raw_copy_from_user, p, q, sizeof(*p))
WRITER(copy_from_user_nofault, p, q, sizeof(*p))
WRITER(copy_struct_from_user, p, q, sizeof(*p))
WRITER(strncpy_from_user, p, q, sizeof(*p))
WRITER(copy_from_kernel_nofault, p, q, sizeof(*p))
WRITER(memcpy_fromio, p, q, sizeof(*p))
WRITER(get_random_bytes, p, sizeof(*p))
WRITER(__memcpy, p, q, sizeof(*p))
WRITER(__memmove, p, q, sizeof(*p))
WRITER(strscpy, p, q, sizeof(*p))
WRITER(sized_strscpy, p, q, sizeof(*p))
WRITER(__memset, p, 7, sizeof(*p))
WRITER(kvm_read_guest, q, 0ull, p, sizeof(*p))
WRITER(kvm_read_guest_page, q, 0ull, p, 0, sizeof(*p))
WRITER(kvm_read_guest_cached, q, q, p, sizeof(*p))
WRITER(kvm_read_guest_offset_cached, q, q, p, 0, sizeof(*p))
WRITER(kvm_vcpu_read_guest, q, 0ull, p, sizeof(*p))
WRITER(kvm_vcpu_read_guest_page, q, 0ull, p, 0, sizeof(*p))
WRITER(kvm_vcpu_read_guest_atomic, q, 0ull, p, sizeof(*p))
WRITER(some_other_function, p, q, sizeof(*p))

ALLOCATOR(kzalloc)
ALLOCATOR(kzalloc_noprof)
ALLOCATOR(kzalloc_node)
ALLOCATOR(kcalloc)
ALLOCATOR(kvzalloc)
ALLOCATOR(vzalloc)
ALLOCATOR(vzalloc_noprof)
ALLOCATOR(kmem_cache_zalloc)
ALLOCATOR(devm_kzalloc)
ALLOCATOR(kmalloc)

void *memcpy(void *to, const void *from, unsigned long n);
void *memmove(void *to, const void *from, unsigned long n);
void *memset(void *to, int byte, unsigned long n);

struct by_memcpy { int reg; };
struct by_memmove { int reg; };
struct by_memset { int reg; };

void set_mem(struct by_memcpy *p, struct by_memmove *q, struct by_memset *r)
{
	p->reg = q->reg = r->reg = 3;
}

void write_mem(struct by_memcpy *p, struct by_memmove *q, struct by_memset *r, void *from,
	       unsigned long n)
{
	memcpy(p, from, n);
	memmove(q, from, n);
	memset(r, 1, n);
}

#define WRITTEN(function) ({ extern struct by_##function *object_##function; object_##function->reg; })
#define ZEROED(function) ({ extern struct of_##function *zero_##function; zero_##function->reg; })

void writers(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, WRITTEN(copy_from_user));	/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(_copy_from_user));	/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(__copy_from_user));	/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(__copy_from_user_inatomic)); /* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(raw_copy_from_user)); /* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(copy_from_user_nofault)); /* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(copy_struct_from_user)); /* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(strncpy_from_user));	/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(copy_from_kernel_nofault)); /* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(memcpy_fromio));	/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(get_random_bytes));	/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(memcpy));		/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(__memcpy));		/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(memmove));		/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(__memmove));		/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(strscpy));		/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(sized_strscpy));	/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(memset));		/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(__memset));		/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(some_other_function)); /* expect-safe */
}

void readers_of_guest_memory(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, WRITTEN(kvm_read_guest));	/* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(kvm_read_guest_page)); /* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(kvm_read_guest_cached)); /* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(kvm_read_guest_offset_cached)); /* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(kvm_vcpu_read_guest)); /* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(kvm_vcpu_read_guest_page)); /* expect-unproven */
	kvm_gpr_read(vcpu, WRITTEN(kvm_vcpu_read_guest_atomic)); /* expect-unproven */
}

void allocators(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, ZEROED(kzalloc));		/* expect-safe */
	kvm_gpr_read(vcpu, ZEROED(kzalloc_noprof));	/* expect-safe */
	kvm_gpr_read(vcpu, ZEROED(kzalloc_node));	/* expect-safe */
	kvm_gpr_read(vcpu, ZEROED(kcalloc));		/* expect-safe */
	kvm_gpr_read(vcpu, ZEROED(kvzalloc));		/* expect-safe */
	kvm_gpr_read(vcpu, ZEROED(vzalloc));		/* expect-safe */
	kvm_gpr_read(vcpu, ZEROED(vzalloc_noprof));	/* expect-safe */
	kvm_gpr_read(vcpu, ZEROED(kmem_cache_zalloc));	/* expect-safe */
	kvm_gpr_read(vcpu, ZEROED(devm_kzalloc));	/* expect-safe */
	kvm_gpr_read(vcpu, ZEROED(kmalloc));		/* expect-unproven */
}
