FROM continuumio/miniconda3
WORKDIR /app
COPY environment.yml .
RUN conda env update --name base --file environment.yml
COPY . .
ENTRYPOINT ["./start.sh"]
