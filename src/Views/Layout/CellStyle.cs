using CSysdig.Views.Drawing;

namespace CSysdig.Views.Layout;

/// <summary>The colour of a text cell, by what its field is about.</summary>
static class CellStyle
{
    public static Style Of(string field) => field switch
    {
        "evt.time" or "evt.datetime" or "span.time" => Style.Dim,
        _ when field.StartsWith("user.", StringComparison.Ordinal) => Style.Process,
        _ when field.StartsWith("container.", StringComparison.Ordinal) => Style.Write,
        "fd.name" or "fd.directory" or "fd.filename" => Style.Path,
        _ => Style.Text,
    };
}
