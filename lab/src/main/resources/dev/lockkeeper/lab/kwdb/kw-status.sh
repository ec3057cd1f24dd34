
#!/bin/bash
# As the vendor's: the first line is blank, so only a shell runs it.
cd /usr/local/kaiwudb/bin || exit 1
sudo -u kaiwudb ./kwbase node status @SECURITY@ --host=127.0.0.1:26257
