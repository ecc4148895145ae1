package io.quorate.cli.data;

import io.quorate.cli.output.Json;
import io.quorate.client.Bytes;
import io.quorate.client.KeyValue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say how keys and values are written, in arguments and in output. */
final class ByteForms {
  @ArgGroup private @Nullable ValueForm valueForm;
  @ArgGroup private @Nullable KeyForm keyForm;

  static final class ValueForm {
    @Option(names = "--hex", description = "Values are hexadecimal.")
    private boolean hex;

    @Option(names = "--base64", description = "Values are base64.")
    private boolean base64;

    Form form() {
      return base64 ? Form.BASE64 : hex ? Form.HEX : Form.TEXT;
    }
  }

  static final class KeyForm {
    @Option(names = "--key-hex", description = "Keys are hexadecimal.")
    private boolean hex;

    @Option(names = "--key-base64", description = "Keys are base64.")
    private boolean base64;

    Form form() {
      return base64 ? Form.BASE64 : hex ? Form.HEX : Form.TEXT;
    }
  }

  Form ofValues() {
    return valueForm == null ? Form.TEXT : valueForm.form();
  }

  Form ofKeys() {
    return keyForm == null ? Form.TEXT : keyForm.form();
  }

  Bytes key(String text) {
    return ofKeys().read(text);
  }

  Bytes value(String text) {
    return ofValues().read(text);
  }

  /** {@code key<tab>value} in which neither contains a tab or a line end. */
  String line(KeyValue kv) {
    return cell(ofKeys(), kv.key()) + "\t" + cell(ofValues(), kv.value());
  }

  String keyLine(Bytes key) {
    return cell(ofKeys(), key);
  }

  private static String cell(Form form, Bytes bytes) {
    return form == Form.TEXT ? TsvText.escape(bytes) : form.write(bytes);
  }

  /** {@code "key"}, or {@code "key_base64"} when it is not text, or the form that was asked for. */
  Json.Fields addKey(Json.Fields fields, Bytes key) {
    add(fields, "key", ofKeys(), key);
    return fields;
  }

  /** {@code "value"} as above, and {@code "encoding"}. */
  Json.Fields addValue(Json.Fields fields, Bytes value) {
    return fields.add("encoding", add(fields, "value", ofValues(), value).title);
  }

  private static Form add(Json.Fields fields, String name, Form asked, Bytes bytes) {
    var text = asked == Form.TEXT ? Form.text(bytes) : java.util.Optional.<String>empty();
    if (text.isPresent()) {
      fields.add(name, text.get());
      return Form.TEXT;
    }
    var form = asked == Form.TEXT ? Form.BASE64 : asked;
    fields.add(name + "_" + form.title, form.write(bytes));
    return form;
  }

  /** A whole record. */
  Json.Fields record(KeyValue kv, boolean keysOnly) {
    var fields = addKey(Json.fields(), kv.key());
    if (!keysOnly) addValue(fields, kv.value());
    return addPosition(fields, kv);
  }

  static Json.Fields addPosition(Json.Fields fields, KeyValue kv) {
    return fields
        .add("version", kv.version())
        .add("create_index", kv.createIndex())
        .add("modify_index", kv.modifyIndex())
        .add("lease", kv.leaseId());
  }
}
