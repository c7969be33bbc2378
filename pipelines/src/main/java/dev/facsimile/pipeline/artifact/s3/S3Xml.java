package dev.facsimile.pipeline.artifact.s3;

import java.io.IOException;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** An element of an answer; names are looked up without namespaces, which servers handle freely. */
final class S3Xml {
  private final Element element;

  private S3Xml(Element element) {
    this.element = element;
  }

  /**
   * Parses an answer.
   *
   * @throws IOException when it is not XML: something between here and the store answered
   */
  static S3Xml parse(String text) throws IOException {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setNamespaceAware(true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      var source = new InputSource(new StringReader(text));
      return new S3Xml(builder.parse(source).getDocumentElement());
    } catch (SAXException e) {
      throw new IOException("the answer is not XML: " + e.getMessage(), e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every Java platform has a secure XML parser", e);
    }
  }

  String name() {
    return element.getLocalName();
  }

  /** Text of the first child of a name, or an empty text. */
  String text(String child) {
    var found = all(child);
    return found.isEmpty() ? "" : found.get(0).element.getTextContent();
  }

  /** A child's text that is a key, which this answer encodes or not. */
  static String key(S3Xml answer, S3Xml item) {
    var text = item.text("Key");
    return answer.text("EncodingType").equals("url")
        ? URLDecoder.decode(text, StandardCharsets.UTF_8)
        : text;
  }

  /** The children of a name. */
  List<S3Xml> all(String child) {
    var found = new ArrayList<S3Xml>();
    for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element next && child.equals(next.getLocalName())) {
        found.add(new S3Xml(next));
      }
    }
    return found;
  }

  /** An entity tag without the quotes that some servers put around it. */
  static String unquoted(String etag) {
    return etag.replace("\"", "");
  }
}
