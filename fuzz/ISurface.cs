namespace CSysdig.Fuzz;

/// <summary>A place where the program meets bytes that it did not write: it makes inputs for it and judges what happens.</summary>
public interface ISurface
{
    string Name { get; }

    /// <summary>The next input: a seed, changed.</summary>
    byte[] Make(Random random);

    /// <summary>Gives the input to the program. What happens depends on the input alone, so that it can be repeated.</summary>
    /// <exception cref="Exception">The program threw what it must not throw, or a property does not hold.</exception>
    void Check(byte[] input);
}

/// <summary>Something that must hold does not.</summary>
public sealed class PropertyException(string message) : Exception(message);
