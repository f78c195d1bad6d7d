using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CSysdig.Views.Drawing;

namespace CSysdig.Tests.Docs;

/// <summary>Frames as a recording: for players of terminals, and as a picture that moves by itself, over and over.</summary>
static class MovingPicture
{
    static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As asciicast v2. A last event without bytes has players stay with the last frame.</summary>
    public static string Cast(List<Frame> frames, string title)
    {
        var cast = new StringBuilder();
        cast.Append(JsonSerializer.Serialize(new { version = 2, width = frames[0].Image.Width, height = frames[0].Image.Rows.Count, title }, s_json)).Append('\n');
        var at = 0.0;
        foreach (var frame in frames)
        {
            Event(Encoding.UTF8.GetString(frame.Written));
            at += frame.Seconds;
        }
        Event("");
        return cast.ToString();

        void Event(string text) =>
            cast.Append(CultureInfo.InvariantCulture, $"[{at:0.0}, \"o\", ").Append(JsonSerializer.Serialize(text, s_json)).Append("]\n");
    }

    /// <summary>As an SVG. A row that stays as it is from one frame to the next stands there once.</summary>
    public static string Svg(List<Frame> frames, Theme theme)
    {
        var svg = new StringBuilder();
        var (width, height) = (frames[0].Image.Width, frames[0].Image.Rows.Count);
        ScreenSvg.Begin(svg, width, height, theme);
        var all = frames.Sum(frame => frame.Seconds);
        var (rows, stretches) = (new StringBuilder(), new SortedSet<(int From, int To)>());
        for (var row = 0; row < height; row++)
            for (int from = 0, to; from < frames.Count; from = to)
            {
                for (to = from + 1; to < frames.Count && frames[to].Image.Rows[row].AsSpan().SequenceEqual(frames[from].Image.Rows[row]);)
                    to++;
                stretches.Add((from, to));
                rows.Append(CultureInfo.InvariantCulture, $"<g class=\"s{from}-{to}\">\n");
                ScreenSvg.WriteRow(rows, frames[from].Image.Rows[row], row, theme);
                rows.Append("</g>\n");
            }
        svg.Append("<style>\n");
        foreach (var (from, to) in stretches.Where(stretch => stretch != (0, frames.Count)))
        {
            var (begins, ends) = (100 * At(from) / all, 100 * At(to) / all);
            svg.Append(CultureInfo.InvariantCulture, $".s{from}-{to} {{ animation: k{from}-{to} {all:0.0}s step-end infinite }}\n@keyframes k{from}-{to} {{ ");
            if (from > 0)
                svg.Append("0% { visibility: hidden } ");
            svg.Append(CultureInfo.InvariantCulture, $"{begins:0.###}% {{ visibility: visible }} ");
            if (to < frames.Count)
                svg.Append(CultureInfo.InvariantCulture, $"{ends:0.###}% {{ visibility: hidden }} ");
            svg.Append("}\n");
        }
        return svg.Append("</style>\n").Append(rows).Append("</svg>\n").ToString();

        double At(int frame) => frames.Take(frame).Sum(f => f.Seconds);
    }
}
