package io.quorate.server.topology.membership;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What was last said about whom, so that the log repeats nothing. Numbers may change without being
 * news. Remembers the last {@link #MOST} subjects. Any thread.
 */
final class Said {
  static final int MOST = 100;

  /** Of a number, or of an id that contains one. */
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private final Map<String, String> texts = // guarded by this
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  /** Whether something else, or nothing, was last said about the subject. */
  synchronized boolean isNews(String subject, String text) {
    String plain = DIGITS.matcher(text).replaceAll("#");
    String before = texts.remove(subject);
    texts.put(subject, plain);
    return !plain.equals(before);
  }

  /** Whatever is said about it next is news. */
  synchronized void forget(String subject) {
    texts.remove(subject);
  }

  synchronized void clear() {
    texts.clear();
  }
}
