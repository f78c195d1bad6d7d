using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.UserRules.Files;

namespace CSysdig.Model.UserRules;

/// <summary>A text that one file begins and others may add to, and that knows where each of its characters stands.</summary>
sealed class WrittenText
{
    readonly List<Piece> _pieces = [];

    WrittenText(IEnumerable<Piece> pieces)
    {
        _pieces.AddRange(pieces);
        Text = string.Concat(_pieces.Select(p => p.Text));
    }

    readonly record struct Piece(string Text, RuleFile File, YamlValue Value, bool IsWritten);

    public string Text { get; }

    /// <summary>Where it begins.</summary>
    public Place Start => PlaceOf(0);

    /// <summary>A scalar as it stands.</summary>
    public static WrittenText Of(RuleFile file, YamlValue scalar) => new([new(scalar.Text, file, scalar, true)]);

    /// <summary>What is made of a value: all of it stands where that does.</summary>
    public static WrittenText Made(string text, RuleFile file, YamlValue value) => new([new(text, file, value, false)]);

    /// <summary>Itself, some text of ours, and more.</summary>
    public WrittenText With(string between, WrittenText? more = null) => new([.. _pieces, Between(between), .. more?._pieces ?? []]);

    public WrittenText InBrackets() => new([Between("("), .. _pieces, Between(")")]);

    public Place PlaceOf(int offset)
    {
        var piece = Find(ref offset);
        return piece.IsWritten ? piece.File.PlaceOf(piece.Value, offset) : piece.File.PlaceOf(piece.Value);
    }

    /// <summary>A character stands there as it is in the file.</summary>
    public bool IsWritten(int offset) => Find(ref offset).IsWritten;

    Piece Find(ref int offset)
    {
        foreach (var piece in _pieces)
        {
            if (offset < piece.Text.Length)
                return piece;
            offset -= piece.Text.Length;
        }
        offset = _pieces[^1].Text.Length;
        return _pieces[^1];
    }

    /// <summary>A mistake in it as a mistake in its file.</summary>
    public RuleFileException Problem(string of, FilterException e) => new(PlaceOf(e.Column), $"the condition of {of} is wrong: {e.Reason}");

    Piece Between(string text) => new(text, _pieces[^1].File, _pieces[^1].Value, false);
}
