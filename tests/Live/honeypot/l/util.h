int usage(const char *);
