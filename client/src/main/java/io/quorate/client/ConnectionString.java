package io.quorate.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code quorate://host:port,host:port/?option=value&option=value}, taken apart. The options are
 * those of {@link QuorateClientBuilder#connectionString}.
 */
record ConnectionString(List<String> endpoints, Map<String, String> options) {
  private static final String SCHEME = "quorate://";
  private static final int DEFAULT_PORT = 7400;

  static ConnectionString parse(String text) {
    if (!text.startsWith(SCHEME)) {
      throw new IllegalArgumentException(
          "a connection string is quorate://HOST:PORT,…/?OPTION=VALUE; found \"" + text + "\"");
    }
    var rest = text.substring(SCHEME.length());
    var question = rest.indexOf('?');
    var hosts = question < 0 ? rest : rest.substring(0, question);
    if (hosts.endsWith("/")) {
      hosts = hosts.substring(0, hosts.length() - 1);
    }
    return new ConnectionString(
        endpoints(hosts), question < 0 ? Map.of() : options(rest.substring(question + 1)));
  }

  private static List<String> endpoints(String hosts) {
    var endpoints = new ArrayList<String>();
    for (var host : hosts.split(",", -1)) {
      endpoints.add(endpoint(host.strip(), true));
    }
    return endpoints;
  }

  /** Checks {@code host:port}, an IPv6 host in brackets. */
  static String endpoint(String text, boolean portOptional) {
    var bracket = text.lastIndexOf(']');
    var colon = text.indexOf(':', Math.max(0, bracket));
    if (colon < 0 && portOptional && !text.isEmpty() && text.indexOf('/') < 0) {
      return text + ":" + DEFAULT_PORT;
    }
    try {
      var port = Integer.parseInt(text.substring(colon + 1));
      var host = text.substring(0, Math.max(0, colon));
      if (!host.isEmpty() && host.indexOf('/') < 0 && port > 0 && port < 65_536) {
        return text;
      }
    } catch (NumberFormatException invalid) {
      // Told below, with the whole text.
    }
    throw new IllegalArgumentException(
        "an endpoint is HOST:PORT, an IPv6 address in brackets; found \"" + text + "\"");
  }

  private static Map<String, String> options(String query) {
    var options = new LinkedHashMap<String, String>();
    for (var pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      var equals = pair.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("an option is NAME=VALUE; found \"" + pair + "\"");
      }
      var name = pair.substring(0, equals);
      var value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
      if (options.put(name, value) != null) {
        throw new IllegalArgumentException("option \"" + name + "\" is given twice");
      }
    }
    return options;
  }
}
