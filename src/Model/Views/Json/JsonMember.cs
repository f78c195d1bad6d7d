using CSysdig.Model.Formats;
using CSysdig.Model.Text;

namespace CSysdig.Model.Views.Json;

/// <summary>Writes members of objects, and the texts in them.</summary>
static class JsonMember
{
    /// <summary>A member that is a text, with the comma behind it.</summary>
    public static void Write(Utf8Writer to, string name, string value)
    {
        Name(to, name);
        Text(to, value);
        to.Write(',');
    }

    /// <summary>A member's name; its value is to follow.</summary>
    public static void Name(Utf8Writer to, string name)
    {
        Text(to, name);
        to.Write(':');
    }

    /// <summary>A text in quotes.</summary>
    public static void Text(Utf8Writer to, string text)
    {
        var start = to.Length;
        to.Write(text);
        JsonText.QuoteFrom(to, start);
    }

    /// <summary>A member that is texts, with the comma behind it; nothing where there are none.</summary>
    public static void Write(Utf8Writer to, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return;
        Name(to, name);
        to.Write('[');
        for (var i = 0; i < texts.Count; i++)
        {
            if (i > 0)
                to.Write(',');
            Text(to, texts[i]);
        }
        to.Write("],"u8);
    }
}
