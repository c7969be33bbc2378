/**
 * The shape of a pipeline file, read once from the records of {@link dev.facsimile.pipeline.spec}
 * by {@link dev.facsimile.pipeline.schema.ShapeReader}: the single source of structural checks,
 * default values, canonical forms and the JSON Schema for editors. Values are Jackson trees;
 * binding them to records comes after the checks.
 */
package dev.facsimile.pipeline.schema;
