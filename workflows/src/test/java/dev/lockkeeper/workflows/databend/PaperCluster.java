package dev.lockkeeper.workflows.databend;

/**
 * Databend's rules once more, for testing the planner: written as matrices over bands of releases,
 * from other tables of the vendor's than those the planner was written from (which pairs work, and
 * not which minima are printed). A release is its last number, with 1.1.x as x - 1000.
 */
final class PaperCluster {
  /** From which query on, {first meta that works, first meta that does not}. */
  private static final int[][] QUERY_WITH_META = {
    {1 - 1000 + 33, 32 - 1000, 663},
    {287, 226, 663},
    {288, 226, 880},
    {361, 259, 880},
    {676, 259, 9999},
    {725, 677, 9999},
    {821, 768, 9999},
    {823, 770, 9999},
  };

  /** First release of each band of Raft peers. */
  private static final int[] PEER_BANDS = {-9999, 288, 479, 547, 769, 818, 929};

  private static final String[] PEERS = {
    "yy.....", //
    "yyyy...", ".yyy...", ".yyyyy.", "...yyy.", "...yyyy", ".....yy",
  };

  /** First release of each band of data forms; what it takes over of V0 to V004; what it makes. */
  private static final int[] DATA_BANDS = {-9999, 40 - 1000, 53, 528, 547, 655, 769};

  private static final String[] TAKES = {
    "y....", //
    "yy...", ".yy..", "..y..", "..yy.", "..yyy", "...yy",
  };

  private static final int[] MAKES = {0, 1, 2, 2, 3, 4, 4};

  private PaperCluster() {}

  /** A release as one number; a stable twin of 725 is 725, its nightly behaves as 724. */
  static int number(DatabendVersion version) {
    return version.minor() == 1 ? version.patch() - 1000 : version.patch();
  }

  /** Where the nightly of 725 stands among query releases: before the limit of its number. */
  static int queryNumber(DatabendVersion version) {
    return version.toString().equals("1.2.725-nightly") ? 724 : number(version);
  }

  /** A number that grows with the time at which releases were built. */
  static int age(DatabendVersion version) {
    int within = version.suffix().isEmpty() ? 1 : version.suffix().equals("-nightly") ? 0 : 2;
    return number(version) * 3 + within;
  }

  static boolean talk(int query, int meta) {
    int[] row = QUERY_WITH_META[band(QUERY_WITH_META, query)];
    return meta >= row[1] && meta < row[2];
  }

  static boolean peers(int one, int other) {
    return PEERS[band(PEER_BANDS, one)].charAt(band(PEER_BANDS, other)) == 'y';
  }

  static boolean takes(int meta, int data) {
    return TAKES[band(DATA_BANDS, meta)].charAt(data) == 'y';
  }

  static int makes(int meta) {
    return MAKES[band(DATA_BANDS, meta)];
  }

  /** Whether two query nodes may run at the same moment. */
  static boolean sideBySide(int one, int other) {
    int high = Math.max(one, other);
    int low = Math.min(one, other);
    return !(low < 307 && high >= 311) && !(low < 709 && high >= 709);
  }

  /** Whether queries may go from one release to the other at all. */
  static boolean mayFollow(int old, int next) {
    return old >= 307 || next < 311;
  }

  private static int band(int[] from, int number) {
    int band = from.length - 1;
    while (from[band] > number) {
      band--;
    }
    return band;
  }

  private static int band(int[][] rows, int number) {
    int band = rows.length - 1;
    while (rows[band][0] > number) {
      band--;
    }
    return band;
  }
}
