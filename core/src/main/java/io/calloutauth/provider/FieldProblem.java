package io.calloutauth.provider;

import java.io.Serializable;

/**
 * What is wrong with one field of a provider's settings.
 *
 * @param field the field
 * @param reason what is wrong and what to type instead, to be read after the field's label; never
 *     what was typed
 */
public record FieldProblem(ProviderField field, String reason) implements Serializable {

  /** Returns the field's label and the reason. */
  @Override
  public String toString() {
    return field.label() + " " + reason;
  }
}
