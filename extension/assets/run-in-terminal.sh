# Runs a program in a terminal of VS Code so that its end can be told truly: docs/adr/0015-exit-codes-through-a-shell.md.
#
#   /bin/sh run-in-terminal.sh FOLDER PROGRAM ARGUMENTS…      FOLDER: where to run it; empty = where this shell is
#
# Ctrl-C and Ctrl-\ are the program's business; this shell waits them out. It stays where it is: VS Code looks.
trap : INT QUIT
raceway_folder=$1
shift
if [ -n "$raceway_folder" ]; then
  (cd -- "$raceway_folder" && unset OLDPWD && exec "$@")
else
  "$@"
fi
exit $?
