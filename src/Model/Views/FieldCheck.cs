using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Text;

namespace CSysdig.Model.Views;

/// <summary>A comparison of one field with a value that was seen, as the filter language writes it.</summary>
public static class FieldCheck
{
    /// <param name="value">As <see cref="SafeText"/> shows it.</param>
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

    /// <summary>The escapes of a shown text are those of the filter language; any other backslash stands for itself.</summary>
    /// <param name="text">As <see cref="SafeText"/> shows it.</param>
    public static string Quote(string text)
    {
        if (!text.AsSpan().ContainsAny('\\', '"'))
            return $"\"{text}\"";
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
            quoted.Append(text[i] is '"' || text[i] == '\\' && !SafeText.IsEscape(text.AsSpan(i)) ? $"\\{text[i]}" : text[i].ToString());
        return quoted.Append('"').ToString();
    }
}
