/** What the operator's administrator configures, and the objects that are made of it at start. */
package dev.facsimile.operator.config;
