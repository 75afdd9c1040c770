import click


@click.command()
@click.option("--place", default="Saint-Malo")
def main(place):
    click.echo(f"{place}: high water at 06:12")
