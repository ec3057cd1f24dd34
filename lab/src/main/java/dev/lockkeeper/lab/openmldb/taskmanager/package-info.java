/** What the look-alike's taskmanager answers; its package is named so that its process is known. */
@NullMarked
package dev.lockkeeper.lab.openmldb.taskmanager;

import org.jspecify.annotations.NullMarked;
