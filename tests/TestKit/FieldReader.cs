using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Tests.TestKit;

/// <summary>Fields of one event of a sample, as text.</summary>
static class FieldReader
{
    /// <summary>What each field says of the event with the number; <c>&lt;NA&gt;</c> where it says nothing.</summary>
    public static string[] Read(string sample, long number, params string[] fields)
    {
        using var stream = EventStream.Open(Repository.Sample(sample));
        while (stream.Next())
            if (stream.Current.Number == number)
                return [.. fields.Select(f => Text(FieldCatalog.Bind(f), stream.Current))];
        throw new InvalidOperationException($"{sample} has no event {number}");
    }

    /// <summary>What a field says of an event.</summary>
    public static string Text(Field field, Event e)
    {
        var text = new Utf8Writer();
        return FieldText.Write(text, field, e) ? text.ToString() : "<NA>";
    }
}
