package dev.facsimile.operator.observe;

/** Lists of completion indexes as the cluster writes them: {@code 1,3-5,9}. */
public final class Intervals {
  private Intervals() {}

  /** How many indexes a list has. */
  public static int count(String intervals) {
    int count = 0;
    for (var interval : intervals.isEmpty() ? new String[0] : intervals.split(",")) {
      int dash = interval.indexOf('-');
      count +=
          dash < 0
              ? 1
              : Integer.parseInt(interval.substring(dash + 1))
                  - Integer.parseInt(interval.substring(0, dash))
                  + 1;
    }
    return count;
  }

  /** Whether an index is in a list. */
  public static boolean contains(String intervals, int index) {
    for (var interval : intervals.isEmpty() ? new String[0] : intervals.split(",")) {
      var ends = interval.split("-");
      boolean isAfter = index >= Integer.parseInt(ends[0]);
      if (isAfter && index <= Integer.parseInt(ends[ends.length - 1])) {
        return true;
      }
    }
    return false;
  }

  /** The list, or as much of it as fits, with a word for the rest. */
  public static String cut(String intervals, int limit) {
    if (intervals.length() <= limit) {
      return intervals;
    }
    int end = intervals.lastIndexOf(',', limit - 4);
    return intervals.substring(0, Math.max(end, 0)) + ",...";
  }
}
