using System.Globalization;

namespace CSysdig.Model.Views;

/// <summary>The depth of nested spans in filters and fields, written <c>%depth</c>, <c>%depth+1</c> or <c>%depth-1</c>.</summary>
static class Depth
{
    public static string Resolve(string text, int depth)
    {
        if (!text.Contains("%depth", StringComparison.Ordinal))
            return text;
        return text.Replace("%depth+1", Number(depth + 1)).Replace("%depth-1", Number(depth - 1)).Replace("%depth", Number(depth));
    }

    static string Number(int depth) => depth.ToString(CultureInfo.InvariantCulture);
}
