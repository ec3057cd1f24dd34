/**
 * Hosts to practise on: each with its own file tree, processes, address and real OpenSSH server.
 */
@NullMarked
package dev.lockkeeper.lab.host;

import org.jspecify.annotations.NullMarked;
