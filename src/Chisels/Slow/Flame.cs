using CSysdig.Model;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Slow;

/// <summary>
/// The page that drew traced transactions as flames. Captures of today hold no tracers (see the span.* fields), so its trees are
/// empty; scripts that read them out of the page go on working.
/// </summary>
sealed class Flame : IChisel
{
    public static ChiselDefinition Definition { get; } =
        new("flame", "Performance", "Traced transactions as a page; captures of today hold none", [], _ => new Flame());

    public string? Remark => "flame: the capture holds no tracers, so the page has nothing to draw; see bottlenecks and topscalls_time";

    public void Begin(EventStream stream)
    {
    }

    public void Add(Event e, Utf8Writer to)
    {
    }

    public void End(Utf8Writer to)
    {
        to.Write("<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"><title>Transactions</title></head>\n<body>\n"u8);
        to.Write("<p>The capture holds no traced transactions.</p>\n<script>\nwindow.transactions = {\n"u8);
        foreach (var tree in (string[])["avg", "min", "max"])
            to.Write($"\"{tree}\": {{\n  \"\":{{\n    \"tt\":0,\n    \"ch\":[],\n    \"t\":0\n  }}\n}},\n");
        to.Write("};\n</script>\n</body>\n</html>\n"u8);
    }
}
