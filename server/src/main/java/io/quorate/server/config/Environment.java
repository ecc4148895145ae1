package io.quorate.server.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The settings among the environment variables. */
final class Environment {
  /**
   * Variables of ours that are no settings of a node: the command line's, the launcher's and the
   * test suite's.
   */
  static final Set<String> NOT_SETTINGS =
      Set.of("QUORATE_ENDPOINTS", "QUORATE_JVM_OPTS", "QUORATE_REQUIRE_PRIVILEGED");

  /**
   * What Kubernetes and container links add for a service that is called quorate…; nobody typed
   * those.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "QUORATE_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)");

  private Environment() {}

  /** By key name. A QUORATE_ variable that is none of ours is a problem. */
  static Map<String, Given> read(Map<String, String> environment, List<String> problems) {
    Map<String, String> keys = new HashMap<>();
    Keys.ALL.forEach(key -> keys.put(key.environmentName(), key.name()));
    Map<String, Given> given = new LinkedHashMap<>();
    environment.entrySet().stream()
        .filter(variable -> variable.getKey().startsWith(Key.ENVIRONMENT_PREFIX))
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            variable -> {
              String name = variable.getKey();
              String key = keys.get(name);
              if (key != null) {
                given.put(key, new Given(variable.getValue(), Source.environment(name)));
              } else if (!NOT_SETTINGS.contains(name)
                  && !isServiceLink(name, variable.getValue())) {
                problems.add(
                    "%s: unknown environment variable; did you mean %s?"
                        .formatted(name, Nearest.to(name, keys.keySet())));
              }
            });
    return given;
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && (value.startsWith("tcp://") || value.startsWith("udp://")));
  }
}
