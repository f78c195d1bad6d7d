#include <stdio.h>
#include "util.h"

int main(int argc, char **argv)
{
    if (argc < 3)
        return usage(argv[0]);
    printf("%s\n", argv[2]);
    return 0;
}
