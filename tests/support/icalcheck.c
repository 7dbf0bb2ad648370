/* Holds a calendar against libical: whether it parses, without an error, and keeps the rules. */
#include <libical/ical.h>
#include <stdio.h>

static char *next(char *line, size_t size, void *file) {
    return fgets(line, (int)size, (FILE *)file);
}

int main(int count, char **words) {
    FILE *file = count == 2 ? fopen(words[1], "r") : NULL;
    if (file == NULL) {
        return 2;
    }
    icalparser *parser = icalparser_new();
    icalparser_set_gen_data(parser, file);
    icalcomponent *calendar = icalparser_parse(parser, next);
    if (calendar == NULL) {
        return 2;
    }
    int is_kept = icalrestriction_check(calendar);
    int errors = icalcomponent_count_errors(calendar);
    if (is_kept && errors == 0) {
        return 0;
    }
    puts(icalcomponent_as_ical_string(calendar));
    return 1;
}
