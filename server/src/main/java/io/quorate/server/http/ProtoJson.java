package io.quorate.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Base64;
import java.util.List;

/**
 * A message as JSON with the field names of the .proto (snake_case), every field present, numbers
 * as numbers. Protobuf's own JSON would print 64-bit numbers as text and leave zeros out, which
 * scripts trip over.
 */
final class ProtoJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ProtoJson() {}

  static ObjectNode of(Message message) {
    ObjectNode object = JSON.objectNode();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (!field.hasPresence() || message.hasField(field)) {
        object.set(
            field.getName(),
            field.isRepeated() ? array(field, message) : value(field, message.getField(field)));
      }
    }
    return object;
  }

  private static ArrayNode array(FieldDescriptor field, Message message) {
    ArrayNode array = JSON.arrayNode();
    for (Object item : (List<?>) message.getField(field)) {
      array.add(value(field, item));
    }
    return array;
  }

  private static JsonNode value(FieldDescriptor field, Object value) {
    return switch (field.getJavaType()) {
      case INT -> JSON.numberNode((Integer) value);
      case LONG -> JSON.numberNode((Long) value);
      case FLOAT -> JSON.numberNode((Float) value);
      case DOUBLE -> JSON.numberNode((Double) value);
      case BOOLEAN -> JSON.booleanNode((Boolean) value);
      case STRING -> JSON.textNode((String) value);
      case BYTE_STRING ->
          JSON.textNode(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
      case ENUM -> JSON.textNode(((EnumValueDescriptor) value).getName());
      case MESSAGE -> of((Message) value);
    };
  }
}
