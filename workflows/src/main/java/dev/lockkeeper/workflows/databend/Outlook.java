package dev.lockkeeper.workflows.databend;

import java.util.List;

/**
 * What the later legs of a chain will be, as far as can be told before the first.
 *
 * @param legs one line for each
 */
record Outlook(List<String> legs) {
  Outlook {
    legs = List.copyOf(legs);
  }
}
