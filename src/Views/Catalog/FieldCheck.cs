using CSysdig.Capture.Events;
using CSysdig.Model.Fields;

namespace CSysdig.Views.Catalog;

/// <summary>A comparison of one field with a value that was seen, as the filter language writes it.</summary>
static class FieldCheck
{
    /// <param name="isText">The value is a text and stands in quotes.</param>
    public static string Equal(string field, string value, bool isText) => $"{field}={(isText ? Quote(value) : value)}";

    public static string OneOf(string field, IReadOnlyList<string> values, bool isText) =>
        $"{field} in ({string.Join(", ", values.Select(value => isText ? Quote(value) : value))})";

    /// <summary>Keeps, or leaves out, the events with a value.</summary>
    public static string Of(string field, string value, bool keep) =>
        (keep ? "" : "not ") + Equal(field, value, IsText(field) || value.AsSpan().ContainsAny(" ()=<>!,'\""));

    static bool IsText(string field)
    {
        try
        {
            return FieldCatalog.Bind(field).Definition.Type is ParamType.CharBuf or ParamType.FsPath or ParamType.ByteBuf;
        }
        catch (FieldException)
        {
            return true;
        }
    }

    // In quotes that the text does not hold, or with what would end it escaped.
    static string Quote(string text) =>
        !text.Contains('"') ? $"\"{text}\"" : !text.Contains('\'') ? $"'{text}'" : $"\"{text.Replace("\"", "\\\"")}\"";
}
