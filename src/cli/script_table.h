#ifndef CLI_SCRIPT_TABLE_H
#define CLI_SCRIPT_TABLE_H

struct error;
struct lua_State;
struct script;

/* What options.scenarios and options.stages have in common: a table of a script's that a module of
 * the prelude reads, which leaves a list whose fields have the right types. */

/* Above the option's table, which is on top, what the module's read() makes of it. -1: err
 * says what is wrong with it. */
int script_table_read(struct script *s, const char *module, const char *option, struct error *err);

/* A field of the table on top as text, which lives as long as the script; NULL: it has none. */
const char *script_table_text(struct lua_State *L, const char *field);

#endif
