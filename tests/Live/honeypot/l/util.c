#include <stdio.h>
#include "util.h"

int usage(const char *name)
{
    printf("usage: %s -s name\n", name);
    return 1;
}
