using System.Xml;

namespace CSysdig.Capture.Buckets;

/// <summary>The XML of an answer, which may be hostile: nothing is fetched for it, and no declaration, whose entities could grow without bound, has a place in it.</summary>
static class AnswerXml
{
    // Keys may hold characters that XML has no place for; servers send them all the same.
    static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    public static XmlReader Read(string xml) => XmlReader.Create(new StringReader(xml), s_settings);

    /// <summary>The text of the first element of a name; null where there is none, or the answer is no such XML.</summary>
    public static string? Find(string xml, string name)
    {
        try
        {
            using var reader = Read(xml);
            return reader.ReadToFollowing(name) ? reader.ReadElementContentAsString() : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
