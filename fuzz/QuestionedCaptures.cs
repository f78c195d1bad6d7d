namespace CSysdig.Fuzz;

/// <summary>
/// The captures that filters and formats are asked of: the seeds, and seeds with hostile values in them. An input names
/// its capture by its first byte.
/// </summary>
sealed class QuestionedCaptures(Seeds seeds)
{
    readonly byte[][] _captures = [.. seeds.Captures, .. Enumerable.Range(1, 32).Select(i => new CaptureMutator(seeds.Captures).Make(new Random(i)))];

    public byte[] Of(byte[] input) => _captures[input.Length == 0 ? 0 : input[0] % _captures.Length];

    public static string Text(byte[] input) => System.Text.Encoding.UTF8.GetString(input, Math.Min(1, input.Length), Math.Max(0, input.Length - 1));

    public static byte[] Input(Random random, string text) => [(byte)random.Next(256), .. System.Text.Encoding.UTF8.GetBytes(text)];
}
